// The roots of anthropic.json, by the names the tests use.
import type * as Messages from '@anthropic-ai/sdk/resources/messages/messages';
import type * as Models from '@anthropic-ai/sdk/resources/models';
import type * as Shared from '@anthropic-ai/sdk/resources/shared';

export type ChatRequest = Messages.MessageCreateParams;
export type ChatAnswer = Messages.Message;
// The SDK swallows pings and turns error events into exceptions, so its own type of an event names neither.
export type ChatEvent = Messages.RawMessageStreamEvent | { type: 'ping' } | ErrorAnswer;
export type CountRequest = Messages.MessageCountTokensParams;
export type CountAnswer = Messages.MessageTokensCount;
export type ModelList = { data: Models.ModelInfo[]; first_id: string | null; has_more: boolean; last_id: string | null };
export type ErrorAnswer = Shared.ErrorResponse;
