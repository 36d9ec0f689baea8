// Where issuers call back: POST /v1/issuer-callbacks/:issuer, signed with the key that the network shares with each.
import type { Express } from 'express';
import type { IssuerCode } from '../../core/banks.ts';
import { parseJson } from '../../core/json.ts';
import { decodeUtf8, readBody } from '../../core/read-body.ts';
import { type Digests, keyIdOf, verifyMessage } from '../../core/signature.ts';
import type { Engine } from '../engine.ts';
import { MAX_REPLY_BYTES } from './http-issuer-client.ts';
import { singleHeader } from './single-header.ts';

/** Mounts the callback door. `keys` has the key of every issuer that may call. */
export const mountIssuerCallbacks = (
  app: Express,
  engine: Engine,
  keys: ReadonlyMap<IssuerCode, string>,
  digests: Digests,
): void => {
  app.post('/v1/issuer-callbacks/:issuer', async (request, response) => {
    const issuer = String(request.params.issuer);
    const refuse = (status: number, respCode: string, respMsg: string) =>
      response.status(status).json({ respCode, respMsg });
    const read = await readBody(request, MAX_REPLY_BYTES);
    if (!read.ok) return void refuse(413, '10', `the body is over ${MAX_REPLY_BYTES} bytes`);
    const key = keys.get(issuer);
    const { method, path } = request;
    const query = /\?.*$/.exec(request.originalUrl)?.[0];
    const problem =
      key === undefined
        ? 'no such issuer'
        : verifyMessage(
            { method, path, query, body: read.value },
            {
              ...request.headers,
              'signature-input': singleHeader(request.headers['signature-input']),
              signature: singleHeader(request.headers.signature),
              'content-digest': singleHeader(request.headers['content-digest']),
            },
            { keyId: keyIdOf(issuer), key },
            Math.floor(engine.clock.now() / 1000),
            digests,
          );
    if (problem !== undefined) return void refuse(401, '11', problem);
    const json = parseJson(decodeUtf8(read.value) ?? '');
    if (!json.ok) return void refuse(400, '10', `the body ${json.failure.message}`);
    const receipt = await engine.receiveCallback(issuer, inquiryIdOf(json.value), json.value);
    if (receipt.kind === 'broken') return void refuse(400, '10', receipt.reason);
    response.status(204).end();
  });
};

const inquiryIdOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'inquiryId' in body && typeof body.inquiryId === 'string'
    ? body.inquiryId
    : '';
