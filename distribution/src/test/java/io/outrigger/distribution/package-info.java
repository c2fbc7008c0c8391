/** The distribution as its users have it: its launchers run in processes, from odd places. */
package io.outrigger.distribution;
