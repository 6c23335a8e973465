import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const self = ["'self'"];
const nothing = ["'none'"];

/** The page needs its own scripts, styles and API, and nothing else. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: nothing,
    scriptSrc: self,
    styleSrc: self,
    imgSrc: self,
    connectSrc: self,
    baseUri: nothing,
    formAction: nothing,
    frameAncestors: nothing,
  },
};

/** Serves the built page at `/`, and every answer with headers that keep other sites out. */
export async function serveWebPage(app: NestFastifyApplication, root: string): Promise<void> {
  app.useSecurityHeaders({
    contentSecurityPolicy,
    xFrameOptions: { action: 'deny' },
    // Whoever puts TLS in front of the console says how long it lasts.
    strictTransportSecurity: false,
  });
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    dotfiles: 'deny',
    setHeaders: (reply, path) => {
      // Vite names files in assets/ after their content; the page itself must be asked for each time.
      const fixed = /[\\/]assets[\\/]/.test(path);
      reply.header('cache-control', fixed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const server = app.getHttpAdapter().getInstance();
  for (const path of ['/outcomes', '/outcomes/episodes'])
    server.get(path, (_, reply) => reply.sendFile(`${path}.html`));
}
