/** Names under which Nest hands out what is no class. */
export const IDS = Symbol('ilium.mapper.ids');
export const AS_OF = Symbol('ilium.mapper.as-of');
