package dev.fairway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Logging in code, because parsing an XML file costs more than the rest of the start: lines on the
/// standard error stream, JSON objects with `FAIRWAY_LOG_FORMAT=json`; `FAIRWAY_LOG_LEVEL` sets the
/// level of Fairway's own loggers (default info), libraries only warn.
public final class LogSetup extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Map<String, String> environment = System.getenv();
    boolean json = "json".equalsIgnoreCase(environment.get("FAIRWAY_LOG_FORMAT"));

    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(json ? jsonEncoder(context) : lineEncoder(context));
    console.start();

    context.getLogger("ROOT").setLevel(Level.WARN);
    context.getLogger("ROOT").addAppender(console);
    context.getLogger("java.lang.Runtime").setLevel(Level.OFF);
    // Warns with a stack trace of every client that connects and leaves without a word.
    context.getLogger("io.helidon.webserver.ConnectionHandler").setLevel(Level.ERROR);
    context
        .getLogger("dev.fairway")
        .setLevel(Level.toLevel(environment.get("FAIRWAY_LOG_LEVEL"), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// For commands that print a result and end: what went well need not be logged beside it.
  static void warningsOnly() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("dev.fairway").setLevel(Level.WARN);
    }
  }

  private static Encoder<ILoggingEvent> lineEncoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} %msg %kvp%n");
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
