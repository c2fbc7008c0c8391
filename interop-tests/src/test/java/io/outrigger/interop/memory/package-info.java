/** What the processes need of memory, and that it doesn't grow. */
package io.outrigger.interop.memory;
