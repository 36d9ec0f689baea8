// The calls to one issuer: at most so many in flight (R18), the others wait in line. A slow bank fills its own lane
// and nobody else's (R15).

export class IssuerLane<Task> {
  readonly #limit: number;
  readonly #call: (task: Task) => Promise<void>;
  /** Tasks waiting, from #first on; the front is cut off when it has grown long. */
  #waiting: Task[] = [];
  #first = 0;
  #inFlight = 0;
  #onIdle: (() => void)[] = [];

  /** `call` must not reject. */
  constructor(limit: number, call: (task: Task) => Promise<void>) {
    this.#limit = limit;
    this.#call = call;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get waiting(): number {
    return this.#waiting.length - this.#first;
  }

  enqueue(task: Task): void {
    this.#waiting.push(task);
    this.#pump();
  }

  /** Drops what waits and resolves when nothing is in flight any more. */
  drain(): Promise<void> {
    this.#waiting = [];
    this.#first = 0;
    return this.#inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #pump(): void {
    while (this.#inFlight < this.#limit) {
      const task = this.#take();
      if (task === undefined) return;
      this.#inFlight++;
      void this.#call(task).then(this.#landed);
    }
  }

  #take(): Task | undefined {
    const task = this.#waiting[this.#first];
    if (task === undefined) return undefined;
    this.#first++;
    if (this.#first > 1024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return task;
  }

  readonly #landed = (): void => {
    this.#inFlight--;
    if (this.#inFlight === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
    this.#pump();
  };
}
