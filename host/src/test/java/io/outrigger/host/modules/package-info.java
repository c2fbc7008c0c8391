/** Modules that the tests pack into jars and give to a host. */
package io.outrigger.host.modules;
