import { BadRequestException } from '@nestjs/common';
import { z } from 'zod';
import type { Cursor } from '../store/unmapped-codes.js';

const cursor = z.tuple([z.int().min(1).max(2_000_000_000), z.string().max(100), z.string().max(100)]);

/** Holds a count, an opaque key and the name of a site, never a code. */
export function writeCursor({ facts, key, site }: Cursor): string {
  return Buffer.from(JSON.stringify([facts, key, site])).toString('base64url');
}

export function readCursor(text: string): Cursor {
  const read = cursor.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  if (!read.success) throw new BadRequestException('after: Allowed: the `after` of the page before.');
  const [facts, key, site] = read.data;
  return { facts, key, site };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
