import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import type { AuthorizationSettings } from '../authorization/settings.js';

export const PUBLIC_KEYS = Symbol('public keys');

/** Null where no authorisation server knows us by a key. */
export type PublicKeys = (() => Promise<JSONWebKeySet>) | null;

export function publicKeysOf(settings: AuthorizationSettings): PublicKeys {
  return settings.kind === 'smart-backend' ? () => settings.key.publicKeys() : null;
}

/** Where the authorisation server looks up who we are (SMART Backend Services). For everybody: it holds public keys only. */
@Controller('.well-known/jwks.json')
export class PublicKeysController {
  constructor(@Inject(PUBLIC_KEYS) private readonly publicKeys: PublicKeys) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  keys(): Promise<JSONWebKeySet> {
    if (this.publicKeys !== null) return this.publicKeys();
    throw new NotFoundException('There are no keys here: FHIR_AUTH is not smart-backend.');
  }
}
