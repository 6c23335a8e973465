import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Bodies that are worked on at the same time; one that is larger is worked on alone. */
const usualBytes = 32 * 1024 * 1024;

const problem = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  detail: 'Much is being taken in right now. Send the same again in a moment: nothing of it was taken.',
};

/**
 * Turns requests away, with a time to come again, while so many bytes of others are in work: what is read out of a body
 * takes many times its memory, and a sender can wait.
 */
export function keepRoomForBodies(app: NestFastifyApplication, mostBytes = usualBytes): void {
  const inWork = new Map<object, number>();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preHandler', async (request, reply) => {
    if (!Buffer.isBuffer(request.body)) return undefined;
    const { length } = request.body;
    const used = [...inWork.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (used > 0 && used + length > mostBytes) {
      return reply.code(503).header('retry-after', '5').type('application/problem+json').send(JSON.stringify(problem));
    }
    inWork.set(request, length);
    return undefined;
  });
  // Of the answer, and not of the connection: work goes on when a client has left.
  fastify.addHook('onSend', async (request, _reply, payload) => {
    inWork.delete(request);
    return payload;
  });
}
