/** Peers as their users have them: processes, with their lines, their signals and their end. */
package io.outrigger.interop.process;
