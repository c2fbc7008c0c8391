/** What a benchmark says: rows, as a table and as JSON, and where they were measured. */
package io.outrigger.benchmarks.report;
