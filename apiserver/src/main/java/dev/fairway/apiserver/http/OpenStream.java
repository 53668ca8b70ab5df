package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/// One streamed answer while it lasts. Its frames come from the request's own thread; [#end] may be
/// called from any other and wakes that thread, but never in the middle of a write: an interrupt
/// there would close the whole connection.
final class OpenStream implements ApiAnswer.Sink {
  private final FrameWriter out;
  private final Runnable goodbye;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean closed;
  private boolean lost;
  private boolean finished;

  /// @param goodbye tells the client that the stream ended as it should
  OpenStream(FrameWriter out, Runnable goodbye) {
    this.out = out;
    this.goodbye = goodbye;
  }

  /// Where frames go. Helidon reports a lost connection with unchecked exceptions.
  @FunctionalInterface
  interface FrameWriter {
    void write(byte[] frame) throws IOException;
  }

  /// Runs the answer to its end and says goodbye.
  ///
  /// @throws IOException when the client is gone
  void run(ApiAnswer.Frames frames) throws IOException {
    try {
      writeAll(frames);
      sayGoodbye();
    } finally {
      over.complete(null);
    }
  }

  private void writeAll(ApiAnswer.Frames frames) throws IOException {
    try {
      frames.writeTo(this);
    } catch (InterruptedException e) {
      closed = true; // ended from outside, which is a regular end
    } catch (IOException e) {
      if (lost || !closed) {
        throw e;
      } // else the writer learned of the end from outside by its next frame
    } finally {
      finish();
    }
  }

  private void sayGoodbye() throws IOException {
    try {
      goodbye.run();
    } catch (RuntimeException e) {
      throw new IOException("the client is gone", e);
    }
  }

  @Override
  public void frame(byte[] bytes) throws IOException {
    writing.lock();
    try {
      if (closed) {
        throw new IOException("the stream has ended");
      }
      write(bytes);
    } finally {
      writing.unlock();
    }
    if (closed) {
      thread.interrupt(); // end() came during the write and left the waking to us
    }
  }

  private void write(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
    } catch (IOException | RuntimeException e) {
      lost = true;
      closed = true;
      throw new IOException("the client is gone", e);
    }
  }

  @Override
  public boolean closed() {
    return closed;
  }

  /// Completes when the client has been told, or is gone.
  CompletableFuture<Void> over() {
    return over;
  }

  /// Ends the stream soon; does not wait for it.
  void end() {
    closed = true;
    if (writing.tryLock()) {
      try {
        if (!finished) {
          thread.interrupt();
        }
      } finally {
        writing.unlock();
      }
    }
  }

  /// From here on nobody interrupts the thread, which still has to say goodbye to the client.
  private void finish() {
    writing.lock();
    try {
      finished = true;
      Thread.interrupted();
    } finally {
      writing.unlock();
    }
  }
}
