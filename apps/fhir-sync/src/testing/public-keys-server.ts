import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PUBLIC_KEYS, PublicKeysController, type PublicKeys } from '../api/public-keys.controller.js';

@Module({})
class Root {}

/** The service's route for its public keys, without the rest of the service. */
export async function servePublicKeys(publicKeys: PublicKeys): Promise<NestFastifyApplication> {
  const providers = [{ provide: PUBLIC_KEYS, useValue: publicKeys }];
  const root = { module: Root, controllers: [PublicKeysController], providers };
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}
