// What whoever runs an engine asks it: does it live, may it get requests, what does it do. No token: nothing in the
// answers is about a person. Each is cheap however often it is asked.
import type { Express } from 'express';
import { systemClock } from '../../core/system-clock.ts';
import type { Engine } from '../engine.ts';
import { createEngineMetrics } from './engine-metrics.ts';

/**
 * Who asks more often than this gets the same metrics again: anybody may ask. Real time, as those who ask live in it.
 */
const METRICS_FRESH_MS = 1000;

/** Mounts `/healthz`, `/readyz` and `/metrics`, ahead of every bound on the app's requests. */
export const mountOperations = (app: Express, engine: Pick<Engine, 'events' | 'load' | 'readiness'>): void => {
  const metrics = createEngineMetrics(engine);
  const text = keptFor(METRICS_FRESH_MS, metrics.text);

  app.get('/healthz', (_request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const readiness = await engine.readiness();
    response.setHeader('cache-control', 'no-store');
    if (readiness.ready) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not ready', reason: readiness.reason });
  });
  app.get('/metrics', async (_request, response) => {
    response.setHeader('content-type', metrics.contentType);
    response.end(await text());
  });
};

/** `make`, but what it made is given to all who ask within this time; a failure is given to those who wait for it. */
const keptFor = <Value>(freshMs: number, make: () => Promise<Value>): (() => Promise<Value>) => {
  let kept: Promise<Value> | undefined;
  let untilMs = 0;
  return () => {
    if (kept !== undefined && systemClock.now() < untilMs) return kept;
    untilMs = systemClock.now() + freshMs;
    const made = make();
    made.catch(() => {
      if (kept === made) kept = undefined;
    });
    kept = made;
    return made;
  };
};
