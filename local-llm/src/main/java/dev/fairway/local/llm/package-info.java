/// A chat model of a GGUF file that the user brings, run by llama.cpp in this process.
/// [dev.fairway.local.llm.GgufModel] is the entry; callers wait on their own (virtual) threads
/// while one platform thread generates, one answer after the other. Nothing here reads the
/// environment or the network. Words of a chat template inside a user's text are read as such by
/// the model: a file like that serves people who trust each other.
@NullMarked
package dev.fairway.local.llm;

import org.jspecify.annotations.NullMarked;
