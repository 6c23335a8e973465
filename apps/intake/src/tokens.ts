/** Names under which Nest hands out what is no class. */
/** Where doors leave messages: a `MessageStore`. */
export const MESSAGE_STORE = Symbol('ilium.intake.message-store');
/** The name of the site whose file this service reads. */
export const SITE_NAME = Symbol('ilium.intake.site-name');
