// The roots of openai.json, by the names the tests use.
import type * as Chat from 'openai/resources/chat/completions/completions';
import type * as Embeddings from 'openai/resources/embeddings';
import type * as Models from 'openai/resources/models';
import type * as Responses from 'openai/resources/responses/responses';
import type * as Shared from 'openai/resources/shared';

export type ChatRequest = Chat.ChatCompletionCreateParams;
export type ChatAnswer = Chat.ChatCompletion;
export type ChatEvent = Chat.ChatCompletionChunk;
export type ResponsesRequest = Responses.ResponseCreateParams;
export type ResponsesAnswer = Responses.Response;
export type ResponsesEvent = Responses.ResponseStreamEvent;
export type EmbeddingRequest = Embeddings.EmbeddingCreateParams;
export type EmbeddingAnswer = Embeddings.CreateEmbeddingResponse;
export type ModelList = { object: 'list'; data: Models.Model[] };
export type ErrorAnswer = { error: Shared.ErrorObject };
