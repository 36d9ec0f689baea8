// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) out of the bytes of a response,
// as far as the network sends them: names, data, comments.

/** A line longer than this is no event of ours. */
const MAX_LINE_CHARACTERS = 1_048_576;

export interface ServerEvent {
  /** `message` where the stream gives no name. */
  readonly event: string;
  readonly data: string;
}

/** The events of a stream, in order. An event that the stream breaks off in the middle of is none. */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  let event = '';
  let data: string[] = [];
  for await (const line of readLines(bytes)) {
    if (line === '') {
      if (data.length > 0) yield { event: event === '' ? 'message' : event, data: data.join('\n') };
      event = '';
      data = [];
      continue;
    }
    const [, name, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === 'event') event = value;
    if (name === 'data') data.push(value);
  }
}

/** Lines that end in LF or CRLF; what follows the last end is no line. */
async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of bytes) {
    held += decoder.decode(chunk, { stream: true });
    const lines = held.split('\n');
    held = lines.pop() ?? '';
    if (held.length > MAX_LINE_CHARACTERS) {
      throw new RangeError(`an event stream has a line of over ${MAX_LINE_CHARACTERS} characters`);
    }
    for (const line of lines) yield line.replace(/\r$/, '');
  }
}
