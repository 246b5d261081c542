import { ERRORS } from '#kernel';
import * as z from 'zod';
import { mayUse, ROLES } from './permissions.ts';
import { type Operation } from './operation.ts';
import { API } from './operations/index.ts';
import { Problem } from './problem.ts';

type Json = Record<string, unknown>;

/** The operations in the order of the list. */
export function operations(): readonly Operation[] {
  return Object.values(API).flatMap((group) => Object.values<Operation>(group));
}

/** The description of the interface (OpenAPI 3.1.1, https://spec.openapis.org/oas/v3.1.1). */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations()) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Mimamori', version },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE } },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
    security: [{ session: [] }],
    paths,
  };
}

export const SESSION_COOKIE = 'mimamori-session';

function describe(operation: Operation): Json {
  const body = bodyOf(operation);
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.id.slice(0, operation.id.indexOf('.'))],
    ...(operation.access === 'public' && { security: [] }),
    'x-access': operation.access,
    'x-roles': ROLES.filter((role) => mayUse(operation.access, role)),
    ...(operation.queryAccess !== undefined && { 'x-query-access': operation.queryAccess }),
    ...(operation.audit !== undefined && { 'x-audit': operation.audit }),
    parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
    ...(body !== undefined && { requestBody: { required: true, content: body } }),
    responses: {
      200: {
        description: 'Done',
        content: answerOf(operation),
      },
      default: {
        description: `Refused; the code is one of: ${Object.keys(ERRORS).join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function answerOf({ transfer, response }: Operation): Json {
  // Bytes as they are have no schema (OpenAPI 3.1.1 §4.14.3).
  if (transfer === 'download') return { 'application/octet-stream': {} };
  const type = transfer === 'events' ? 'text/event-stream' : 'application/json';
  return { [type]: { schema: schemaOf(response, 'output') } };
}

function bodyOf(operation: Operation): Json | undefined {
  if (operation.transfer === 'upload') {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    return { 'multipart/form-data': { schema: { type: 'object', properties: { file }, required: ['file'] } } };
  }
  if (operation.method === 'GET' || operation.method === 'DELETE') return undefined;
  return { 'application/json': { schema: schemaOf(operation.body, 'input') } };
}

function parametersOf(shape: z.ZodType, place: 'path' | 'query'): Json[] {
  const schema = schemaOf(shape, 'input');
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries((schema['properties'] ?? {}) as Record<string, Json>).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { target: 'draft-2020-12', io });
  return schema;
}
