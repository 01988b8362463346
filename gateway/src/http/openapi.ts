import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { HttpContext } from './server.js';

const DESCRIPTION = `Finds contacts, says what each channel permits now, reopens conversations and sends.

Agents come with a JWT that the CRM's backend signs (HS256, ten minutes at most), machines with an API key that
begins with \`oc_\`. Every problem is \`application/problem+json\` (RFC 9457) with a stable \`code\`;
\`GET /problems/<code>\` explains it.`;

/** `/openapi.json`, and a reference page at `/docs` whose every file comes from this process. */
export async function registerOpenApi(
  app: FastifyInstance,
  { publicUrl, version }: HttpContext,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Outbound Composer gateway',
        version,
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          agentToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'oc_…' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Outbound Composer gateway',
      // All of these would call out; the page must work without internet.
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}
