import { z } from 'zod';

/** Doors for HL7 v2 over MLLP. */

const mebibyte = 1024 * 1024;

const tls = z.strictObject({
  certificate: z
    .string()
    .min(1)
    .describe("PEM file of the certificate and its chain, as seen from this file's folder."),
  key: z.string().min(1).describe('PEM file of its private key, seen so as well.'),
  clients: z
    .string()
    .min(1)
    .optional()
    .describe(
      'PEM file of the authorities whose clients are let in; with it, a client needs a certificate (mutual TLS).',
    ),
});

const limits = z.strictObject({
  frameBytes: z
    .int()
    .min(1_024)
    .max(64 * mebibyte)
    .default(4 * mebibyte)
    .describe('Largest message.'),
  connections: z.int().min(1).max(1_000).default(50),
  idleSeconds: z.int().min(1).max(86_400).default(900).describe('A connection on which nothing comes is closed.'),
  frameSeconds: z.int().min(1).max(3_600).default(30).describe('A message that was begun has to end in this time.'),
  window: z.int().min(1).max(10_000).default(256).describe('So many messages of one connection wait for their answer.'),
});

/** How a listener answers. */
const acknowledgeModes = ['by-message', 'original', 'enhanced', 'accept-only'] as const;

export const listener = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'small letters, digits and hyphens expected')
    .describe('Names the door in counts and logs.'),
  port: z.int().min(0).max(65_535),
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; this machine alone unless one is set.'),
  acknowledge: z
    .enum(acknowledgeModes)
    .default('by-message')
    .describe(
      'by-message: as MSH-15 and MSH-16 ask; original: one AA; enhanced: CA, then AA where asked; accept-only: CA alone.',
    ),
  nak: z
    .enum(['structural', 'strict'])
    .default('structural')
    .describe(
      'structural: only what can not be read is refused, the rest becomes work; strict: also what lacks required fields.',
    ),
  charset: z
    .string()
    .refine(isCharset, 'a character set expected, such as UTF-8, ISO-8859-1 or windows-1252')
    .optional()
    .describe('Where MSH-18 is empty. Left out: only ASCII is taken then.'),
  replay: z.boolean().default(false).describe('An archive is fed: yields to all that came live.'),
  tls: tls.optional(),
  limits: limits.prefault({}),
});

function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

export type Listener = z.output<typeof listener>;
