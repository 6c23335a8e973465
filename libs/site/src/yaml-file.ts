import { isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import type { z } from 'zod';
import { schemaFaults, SiteError, type Fault, type Path, type PlacedFault } from './faults.js';

/** A file that was read. The path is only for messages. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The content of a YAML file, and where in the file each part of it stands. */
export interface YamlFile<Content> {
  readonly content: Content;
  /** Where in the file each of these stands, in the order of its lines. */
  readonly placed: (faults: readonly Fault[]) => readonly PlacedFault[];
  /** Throws what is wrong, with its lines; nothing where nothing is wrong. */
  readonly refuse: (faults: readonly Fault[]) => void;
}

/** Where a content that has the right form contradicts itself: what to look for, and the keys that have to be right for it. */
export interface SenseCheck<Content> {
  readonly keys: readonly string[];
  readonly faults: (content: Content) => readonly Fault[];
}

/** Reads a YAML file that follows a schema and makes sense, or says in which lines it does not. */
export function readYamlFile<Schema extends z.ZodType>(
  { path, text }: SourceFile,
  schema: Schema,
  published: z.core.JSONSchema.BaseSchema,
  checks: readonly SenseCheck<z.output<Schema>>[] = [],
): YamlFile<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const place = (offset: number) => {
    const { line, col: column } = lines.linePos(offset);
    return { file: path, line, column };
  };
  // The parser's own messages may quote the file.
  const unreadable = [...document.errors, ...document.warnings].map(({ code, pos: [offset] }) => ({
    ...place(offset),
    message: mistakes[code] ?? 'this is not readable as YAML',
  }));
  if (unreadable.length > 0) throw new SiteError(unreadable);
  const placed = (faults: readonly Fault[]) =>
    faults
      .map(({ path: at, message }) => ({ offset: offsetOf(document.contents, at), key: nameOf(at), message }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, key, message }) => ({ ...place(offset), key, message }));
  const refuse = (faults: readonly Fault[]) => {
    if (faults.length > 0) throw new SiteError(placed(faults));
  };
  const raw = contentOf(path, () => document.toJS());
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const faults = schemaFaults(parsed.error, published);
    const broken = new Set(faults.map(({ path: [key] }) => String(key)));
    const rest = schema.safeParse(withoutKeys(raw, broken));
    const sound = checks.filter(({ keys }) => !keys.some((key) => broken.has(key)));
    refuse([...faults, ...(rest.success ? sound.flatMap((check) => check.faults(rest.data)) : [])]);
    throw parsed.error;
  }
  refuse(checks.flatMap((check) => check.faults(parsed.data)));
  return { content: parsed.data, placed, refuse };
}

/** What is left of a content where some keys have not the right form, so that all its faults are told at once. */
function withoutKeys(content: unknown, keys: ReadonlySet<string>): unknown {
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).filter(([key]) => !keys.has(key)));
}

const mistakes: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands twice',
  TAB_AS_INDENT: 'a tab can not indent; use spaces',
  BAD_INDENT: 'the indentation fits nothing above',
  MULTIPLE_DOCS: 'a second document begins here; one file holds one',
  TAG_RESOLVE_FAILED: 'tags (`!name`) have no meaning here',
  MISSING_CHAR: 'a character is missing, such as a closing quote or bracket, or a comma',
  BAD_SCALAR_START: 'a text that begins with this character needs quotes',
};

/** An alias may name nothing, or too much. */
function contentOf(path: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const message = "an alias (`*name`) can't be followed; write out what it stands for";
    throw new SiteError([{ file: path, message }], { cause: error });
  }
}

/** Where a part of the content begins; of what is not there, where it would have to stand. */
function offsetOf(root: ParsedNode | null, path: Path): number {
  let node = root;
  let offset = root?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
      if (pair === undefined) break;
      offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step] ?? null;
      offset = node?.range[0] ?? offset;
    } else break;
  }
  return offset;
}

/** `windows[2].firstDay` */
function nameOf(path: Path): string {
  if (path.length === 0) return '(the whole file)';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return index === 0 ? String(step) : `.${String(step)}`;
    })
    .join('');
}
