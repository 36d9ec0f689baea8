// A generator in a process of its own, for more than one core can send. It ends with the run, by its own id.
import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import type { FromGenerator, ToGenerator } from './generator-messages.ts';
import type { Generator } from './generators.ts';
import type { OpenPartOptions, PartOrder, PartResult } from './load-part.ts';
import { LoadProblem } from './load-problem.ts';
import type { MeteredSecond } from './run-meter.ts';

/** Beside this file, in the repository as it is and compiled in the package. */
const PROCESS_FILE = join(import.meta.dirname, `generator-process${extname(import.meta.filename)}`);

export class GeneratorProcess implements Generator {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  readonly #opened = Promise.withResolvers<void>();
  readonly #result = Promise.withResolvers<PartResult>();
  readonly #seconds = new Map<number, (second: MeteredSecond | undefined) => void>();

  private constructor(order: PartOrder, options: OpenPartOptions) {
    this.#child = fork(PROCESS_FILE, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#gone = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    // Who waits for neither is told by the other.
    for (const { promise } of [this.#opened, this.#result]) promise.catch(() => undefined);
    this.#child.on('message', (message: FromGenerator) => this.#heard(message, options));
    this.#child.once('error', (error) => this.#fail(error));
    this.#child.once('exit', (code, signal) => {
      this.#fail(new LoadProblem(`generator ${order.part + 1} of ${order.of} ended with ${code ?? signal}`));
      for (const resolve of this.#seconds.values()) resolve(undefined);
    });
    this.#say({ say: 'open', order });
  }

  static async open(order: PartOrder, options: OpenPartOptions): Promise<Generator> {
    const { signal } = options;
    const generator = new GeneratorProcess(order, options);
    const abort = (): void => generator.#say({ say: 'abort' });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      await generator.#opened.promise;
      return generator;
    } catch (error) {
      await generator.close();
      throw error;
    }
  }

  run(startMs: number): Promise<PartResult> {
    this.#say({ say: 'run', startMs });
    return this.#result.promise;
  }

  second(at: number): Promise<MeteredSecond | undefined> {
    if (!this.#child.connected) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#seconds.set(at, resolve);
      this.#say({ say: 'second', at });
    });
  }

  async close(): Promise<void> {
    this.#say({ say: 'close' });
    await this.#gone;
  }

  #say(message: ToGenerator): void {
    // To one that has gone nothing can be said; why it has is told by its exit.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #heard(message: FromGenerator, { onProgress, onNote }: OpenPartOptions): void {
    switch (message.say) {
      case 'prepared':
        onProgress(message.count);
        break;
      case 'note':
        onNote(message.line);
        break;
      case 'opened':
        this.#opened.resolve();
        break;
      case 'result':
        this.#result.resolve(message.result);
        break;
      case 'problem':
        this.#fail(new LoadProblem(message.lines, message.kind));
        break;
      case 'second':
        this.#seconds.get(message.at)?.(message.second);
        this.#seconds.delete(message.at);
    }
  }

  #fail(error: unknown): void {
    this.#opened.reject(error);
    this.#result.reject(error);
  }
}
