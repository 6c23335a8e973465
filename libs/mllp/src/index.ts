export { acknowledges, controlIdOf, type Acknowledges } from './acknowledgement.js';
export { MllpClient, type MllpClientOptions } from './client.js';
export { frame } from './frame.js';
export { Framer, type Finding, type Frame, type FramerOptions } from './framer.js';
export { MllpError, type MllpFault } from './mllp-error.js';
