// The console as a network serves it: its files, and what a browser is told to keep from it.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bareApp } from '../engine/doors/app-api.ts';
import { closeServer, listen, urlOf } from '../simulator/doors/http-server.ts';
import { mountConsole } from './console-pages.ts';
import { startTestNetwork } from './network-fixture.ts';

test('the page and all of its parts come from the network, with a policy that lets nothing else in', async () => {
  const { url } = await startTestNetwork({});
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  const text = await page.text();
  const parts = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(parts.length).toBeGreaterThanOrEqual(2);
  for (const path of parts) {
    expect(path).toMatch(/^\.\/assets\//);
    const { status, headers } = await fetch(new URL(path, url));
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'public, max-age=31536000, immutable']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('what is no part of the console is not found, and nothing outside its folder is', async () => {
  const { url } = await startTestNetwork({});
  for (const path of ['/assets/none.js', '/assets/..%2f..%2f..%2fpackage.json', '/assets/', '/index.html']) {
    const { status, headers } = await fetch(url + path);
    expect([path, status, headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
  }
});

test('where the console has not been built its address says how to build it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-console-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const app = bareApp();
  mountConsole(app, join(folder, 'dist'));
  const server = createServer(app);
  const url = urlOf(await listen(server, 0, '127.0.0.1'));
  onTestFinished(() => closeServer(server));
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([
    503,
    'The console is not built: npm run build:console builds it.\n',
  ]);
});
