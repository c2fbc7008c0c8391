/**
 * Reads configuration files: JSON, strictly, with a position for everything that is wrong.
 *
 * <p>A file is read into a {@link io.outrigger.configuration.ConfigurationObject}, and its owner
 * takes keys out of it. Whatever is wrong, from a missing quote to a number out of range, is added
 * to one {@link io.outrigger.configuration.ConfigurationProblems} with file, line, column and path,
 * and reading goes on: the user gets all problems of a file at once, and then {@link
 * io.outrigger.configuration.ConfigurationException} carries them.
 *
 * <p>Files are UTF-8 without a byte order mark, hold one object, no comments and no key twice.
 *
 * <p>May import the JDK and Gson. Nothing here is safe for several threads, starts one, or waits
 * for anything but the file system.
 */
package io.outrigger.configuration;
