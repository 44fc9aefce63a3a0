import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

export interface ReceivedEvent {
  readonly event: string;
  readonly id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
  readonly data: any;
}

/** What a browser's EventSource makes of a stream. By `fetch`, a connection would be opened anew after each end. */
export class TestEventStream {
  readonly received: ReceivedEvent[] = [];
  comments = 0;
  isOver = false;
  readonly #response: IncomingMessage;
  #text = '';

  private constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#read(text));
    response.on('close', () => {
      this.isOver = true;
    });
    response.on('error', () => {});
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<TestEventStream> {
    const request = get(url, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new TestEventStream(response);
  }

  get status(): number | undefined {
    return this.#response.statusCode;
  }

  get headers(): IncomingMessage['headers'] {
    return this.#response.headers;
  }

  of(event: string): readonly ReceivedEvent[] {
    return this.received.filter((each) => each.event === event);
  }

  close(): void {
    this.#response.destroy();
  }

  #read(text: string): void {
    const parts = (this.#text + text).split('\n\n');
    this.#text = parts.pop() ?? '';
    for (const part of parts) this.#take(part);
  }

  #take(part: string): void {
    if (part.startsWith(':')) this.comments += 1;
    const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
    if (fields.data)
      this.received.push({ event: fields.event, id: fields.id, data: JSON.parse(fields.data) });
  }
}
