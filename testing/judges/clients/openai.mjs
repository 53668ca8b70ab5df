// Calls every scenario with OpenAI's SDK and prints what the SDK made of it, one JSON object.
// node openai.mjs FOLDER_OF_NODE_MODULES BASE_URL
import { createRequire } from 'node:module';

const [folder, url] = process.argv.slice(2);
const OpenAI = createRequire(`${folder}/`)('openai');
const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${url}/v1`, maxRetries: 0 });
const patient = client.withOptions({ maxRetries: 2 });
const ask = (model) => ({ model, messages: [{ role: 'user', content: 'hi' }] });
const seen = {};

function answer({ choices: [{ message, finish_reason }], usage }) {
  const calls = message.tool_calls?.map(({ id, function: { name, arguments: text } }) => ({ id, name, arguments: JSON.parse(text) }));
  return { content: message.content, refusal: message.refusal, calls, finish_reason, usage };
}

async function failure(call) {
  try {
    await call();
    return 'no failure';
  } catch (e) {
    return { class: e.constructor.name, status: e.status, type: e.type, code: e.code, param: e.param, request: e.requestID, message: e.message };
  }
}

for (const model of ['text', 'length', 'refusal', 'json', 'tools', 'thinking']) {
  const plain = answer(await client.chat.completions.create(ask(model)));
  const stream = client.chat.completions.stream({ ...ask(model), stream_options: { include_usage: true } });
  const streamed = answer(await stream.finalChatCompletion());
  seen[model] = { plain, streamed };
}

for (const model of ['Throttled', 'Unavailable', 'TimedOut', 'Refused', 'BadRequest', 'UnknownModel', 'UnsupportedParameter', 'ContextTooLong', 'Unauthorized', 'CreditSpent', 'Malformed']) {
  seen[model] = await failure(() => client.chat.completions.create(ask(model)));
}

for (const model of ['retried', 'hopeful']) {
  seen[model] = answer(await patient.chat.completions.create(ask(model))).content;
}
seen.hopeless = await failure(() => patient.chat.completions.create(ask('hopeless')));

let text = '';
seen.broken = await failure(async () => {
  for await (const chunk of await client.chat.completions.create({ ...ask('broken'), stream: true })) {
    text += chunk.choices[0].delta.content ?? '';
  }
});
seen.broken.text = text;

for await (const _ of await client.chat.completions.create({ ...ask('endless'), stream: true })) {
  break; // leaves, which the server must notice
}

const image = 'iVBORw0KGgo=';
await client.chat.completions.create({
  model: 'text',
  max_completion_tokens: 1000,
  messages: [
    { role: 'developer', content: 'be brief' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'what is this?' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } },
        { type: 'image_url', image_url: { url: 'https://example.org/cat.png' } },
      ],
    },
    {
      role: 'assistant',
      content: 'I look',
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at":"cat"}' } },
        { id: 'call_2', type: 'function', function: { name: 'look', arguments: '{}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: [{ type: 'text', text: 'a cat' }] },
    { role: 'tool', tool_call_id: 'call_2', content: 'nothing' },
  ],
  tools: [{ type: 'function', function: { name: 'look', description: 'looks', parameters: { type: 'object', properties: { at: { type: 'string' } } } } }],
  tool_choice: 'auto',
  parallel_tool_calls: true,
  response_format: { type: 'json_schema', json_schema: { name: 'animal', schema: { type: 'object' }, strict: true } },
  stop: ['END'],
});

console.log(JSON.stringify(seen));
