// The OpenAPI 3.1 document of the app API, made of the schemas that the engine reads with, the table of operations and
// the engine's own problems. A test holds the real doors to it.
import { z } from 'zod';
import packageFile from '../../package.json' with { type: 'json' };
import { problemSchema } from './app-answers.ts';
import { APP_OPERATIONS, type AppOperation } from './app-operations.ts';
import { type ProblemCode, problemSampleOf } from './problem-samples.ts';

export type Json = { readonly [member: string]: unknown };

const INTRODUCTION = `What the app calls. JSON in UTF-8; errors are RFC 9457 problems with \`message\` for the user in
Chinese and \`detail\` for the developer in English. Moments are in Asia/Shanghai, to the millisecond.

A session token comes from registering or signing in and goes into \`Authorization: Bearer\`. Nobody reads another
user's things: they are not found. A method that a path does not have gets 405 with \`Allow\`, any other path 404.

A body may have 16384 bytes, no member twice and none that is not in its schema. An application may carry an
Idempotency-Key of 1 to 128 characters: repeated, it gets its first answer.`;

/** Any operation may give these. */
const OF_ALL: readonly ProblemCode[] = ['BUSY', 'INTERNAL'];
const OF_BODIES: readonly ProblemCode[] = ['MALFORMED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'VALIDATION'];

/** Every refusal that the operation may give. */
export const refusalsOf = ({ refusals, body, isOfUser }: AppOperation): readonly ProblemCode[] => [
  ...(isOfUser ? (['UNAUTHENTICATED'] as const) : []),
  ...(body === undefined ? [] : OF_BODIES),
  ...refusals,
  ...OF_ALL,
];

export const appDocument = (): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'One-query card lookup: app API',
    version: packageFile.version,
    license: { name: 'MIT', identifier: 'MIT' },
    description: INTRODUCTION,
  },
  servers: [{ url: 'http://127.0.0.1:7100', description: 'the network on this machine' }],
  paths: paths(),
  components: {
    securitySchemes: { session: { type: 'http', scheme: 'bearer', description: 'the token of a session' } },
    schemas: schemas(),
  },
});

const paths = (): Json => {
  const byPath = Map.groupBy(APP_OPERATIONS, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, operations]) => [
      path,
      Object.fromEntries(operations.map((operation) => [operation.method, operationJson(operation)])),
    ]),
  );
};

const operationJson = (operation: AppOperation): Json => {
  const { operationId, summary, isOfUser, body } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId,
    summary,
    security: isOfUser ? [{ session: [] }] : [],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: jsonContent(ref(body[0])) } }),
    responses: { [operation.answer.status]: answerJson(operation), ...problemsOf(operation) },
  };
};

const parametersOf = ({ path, takesIdempotencyKey }: AppOperation): readonly Json[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...(takesIdempotencyKey === true
    ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 128 } }]
    : []),
];

const answerJson = ({ answer: { description, schema, isPrivate } }: AppOperation): Json => ({
  description,
  ...(isPrivate === true ? { headers: { 'Cache-Control': header({ const: 'no-store' }) } } : {}),
  content: schema === undefined ? { 'text/event-stream': { schema: { type: 'string' } } } : jsonContent(ref(schema[0])),
});

/** By status: what the problem is, with the user's words for each code. */
const problemsOf = (operation: AppOperation): Json => {
  const samples = refusalsOf(operation).map(problemSampleOf);
  return Object.fromEntries(
    [...Map.groupBy(samples, ({ status }) => status)].map(([status, problems]) => {
      const codes = [...new Set(problems.map(({ body }) => body.code))];
      const words = new Map(problems.map(({ body }) => [body.code, String(body.message)]));
      const names = [...new Set(problems.flatMap(({ headers }) => Object.keys(headers)))];
      const headers = names.map((name) => {
        const isRequired = problems.every((problem) => Object.hasOwn(problem.headers, name));
        return [HEADER_NAMES[name] ?? name, header({ type: 'string', pattern: '^[0-9]+$' }, isRequired)] as const;
      });
      const schema = { allOf: [ref('Problem'), { properties: { status: { const: status }, code: { enum: codes } } }] };
      return [
        status,
        {
          description: codes.map((code) => `${code} ${words.get(code) ?? ''}`).join(' · '),
          ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
          content: { 'application/problem+json': { schema } },
        },
      ];
    }),
  );
};

const HEADER_NAMES: Readonly<Record<string, string>> = { 'retry-after': 'Retry-After' };

const header = (schema: Json, required = true): Json => ({ required, schema });
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } });

const schemas = (): Json => {
  const named = APP_OPERATIONS.flatMap(({ body, answer }) => [body, answer.schema]).filter((one) => one !== undefined);
  return Object.fromEntries(
    [...named, ['Problem', problemSchema] as const].map(([name, schema]) => [name, schemaJson(schema)]),
  );
};

const schemaJson = (schema: z.ZodType): Json => {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return json;
};
