/** The error of a parameter that is given twice, or is none of what is allowed. */
export const once = (allowed: string) => ({ error: `Allowed, once: ${allowed}.` });
