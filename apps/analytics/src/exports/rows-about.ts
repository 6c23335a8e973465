/** Tells about how many rows will come, for whoever wants to show how far an export is. */
export const rowsAboutHeader = 'ilium-rows-about';
