export { SiteError } from './faults.js';
export { loadSite } from './load-site.js';
export { builtInSite, type Site } from './site.js';
