import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import type { EntrySettings } from '../authorization/settings.js';

export const PUBLIC_KEYS = Symbol('public keys');

/** Null where no authorisation server knows us by a key. */
export type PublicKeys = (() => Promise<JSONWebKeySet>) | null;

export function publicKeysOf(targets: readonly { readonly entry: EntrySettings }[]): PublicKeys {
  const keys = targets.flatMap(({ entry: { authorization } }) =>
    authorization.kind === 'smart-backend' ? [authorization.key] : [],
  );
  if (keys.length === 0) return null;
  return async () => ({ keys: (await Promise.all(keys.map((key) => key.publicKeys()))).flatMap((set) => set.keys) });
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
