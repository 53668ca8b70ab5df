package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// One streamed answer while it lasts. Its frames come from the request's own thread; [#end] may be
/// called from any other and wakes that thread, but never in the middle of a write: an interrupt
/// there would close the whole connection.
final class OpenStream implements ApiAnswer.Sink {
  private final FrameWriter out;
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean closed;
  private boolean finished;

  OpenStream(FrameWriter out) {
    this.out = out;
  }

  /// Where frames go. Helidon reports a lost connection with unchecked exceptions.
  @FunctionalInterface
  interface FrameWriter {
    void write(byte[] frame) throws IOException;
  }

  /// Runs the answer to its end.
  ///
  /// @throws IOException when the client is gone
  void run(ApiAnswer.Frames frames) throws IOException {
    try {
      frames.writeTo(this);
    } catch (InterruptedException e) {
      closed = true; // ended from outside, which is a regular end
    } finally {
      finish();
    }
  }

  @Override
  public void frame(byte[] bytes) throws IOException {
    writing.lock();
    try {
      if (closed) {
        throw new IOException("the stream has ended");
      }
      out.write(bytes);
    } catch (IOException | RuntimeException e) {
      closed = true;
      throw new IOException("the client is gone", e);
    } finally {
      writing.unlock();
    }
    if (closed) {
      thread.interrupt(); // end() came during the write and left the waking to us
    }
  }

  @Override
  public boolean closed() {
    return closed;
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
