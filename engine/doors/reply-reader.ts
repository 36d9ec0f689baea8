// Reads one HTTP answer for the issuer client: status, the headers that matter, the body up to a limit, and settles
// exactly once, whatever comes later.
import type { Dispatcher } from 'undici';
import { type CallFailure, callFailureFor } from '../../core/failures.ts';
import type { CallResult } from '../../core/issuer-client.ts';
import { readReplyBody } from '../../core/reply-body.ts';
import { singleHeader } from './single-header.ts';

type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** An undici handler for one call. */
export class ReplyReader implements Dispatcher.DispatchHandler {
  /** Called once, when the result is known. */
  onDone: () => void = () => undefined;
  readonly #limitBytes: number;
  readonly #settle: (result: CallResult) => void;
  #settled = false;
  #controller: Controller | undefined;
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #sizeBytes = 0;

  constructor(limitBytes: number, settle: (result: CallResult) => void) {
    this.#limitBytes = limitBytes;
    this.#settle = settle;
  }

  /** Ends the call from our side, also before it has a connection. */
  abort(failure: CallFailure): void {
    this.#done({ kind: 'no-reply', failure });
    this.#controller?.abort(new Error(failure.code));
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('ABORT_ERR'));
  }

  onResponseStart(_controller: Controller, statusCode: number, headers: Headers): void {
    this.#status = statusCode;
    this.#headers = headers;
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#limitBytes) this.abort(callFailureFor('UND_ERR_RES_EXCEEDED_MAX_SIZE'));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    const bytes = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#done({
      kind: 'reply',
      reply: {
        status: this.#status,
        retryAfter: singleHeader(this.#headers['retry-after']),
        contentType: singleHeader(this.#headers['content-type']),
        ...readReplyBody(bytes),
      },
    });
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#done({ kind: 'no-reply', failure: callFailureFor(codeOf(error)) });
  }

  #done(result: CallResult): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#chunks = [];
    this.onDone();
    this.#settle(result);
  }
}

/** The code of an error, or of the error beneath it: undici wraps what the socket said, and tries every address. */
const codeOf = (error: Error & { code?: string; errors?: readonly (Error & { code?: string })[] }): string =>
  error.code ?? error.errors?.[0]?.code ?? (error.cause instanceof Error ? codeOf(error.cause) : error.name);
