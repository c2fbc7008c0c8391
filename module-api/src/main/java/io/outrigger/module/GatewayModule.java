package io.outrigger.module;

/**
 * A module of a gateway: it receives the messages that are linked to it and publishes its own.
 *
 * <p>An implementation is public, with a public constructor without parameters. Its calls come in
 * the order {@code create}, {@code start}, any number of {@code receive}, {@code destroy}: one at a
 * time, all on one thread, which belongs to this module; it may block in any of them, and other
 * modules go on meanwhile.
 *
 * <p>An exception out of {@code create} refuses the module: the gateway doesn't start, and says
 * why. An exception out of any other call is logged with the module's name, and the module goes on.
 */
public interface GatewayModule {

  /**
   * Prepares this module. Every module of the gateway is created before the first one is started.
   * What is published from here on is delivered once all modules are created.
   *
   * @param broker where this module publishes; stays valid until {@link #destroy} returns
   * @param configuration the module's configuration as JSON text, {@code "null"} when the gateway's
   *     configuration has none
   * @throws Exception if this module can't run: the gateway's user reads its message
   */
  void create(Broker broker, String configuration) throws Exception;

  /**
   * Tells that all modules are created and linked. Work that goes on by itself, such as reading a
   * sensor, begins here, on a thread that this module makes and ends.
   *
   * @throws Exception logged; this module goes on
   */
  default void start() throws Exception {}

  /**
   * Takes one message. The next one comes when this call has returned: a module that is slow here
   * slows down those that publish to it.
   *
   * @param message immutable; it may be kept, and published again
   * @throws Exception logged; the message counts as handled
   */
  void receive(Message message) throws Exception;

  /**
   * Ends this module: it stops its threads and frees what it holds. The last call, also after a
   * failed {@code start}; it isn't called when {@code create} failed.
   *
   * @throws Exception logged
   */
  default void destroy() throws Exception {}
}
