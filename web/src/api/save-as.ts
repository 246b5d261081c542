/** The browser takes what it needs of the address at once; this is for one that does not. */
const ADDRESS_LASTS_MS = 60_000;

/** Hands a download of the interface to the browser as a file, never as something to be shown. */
export function saveAs(file: unknown, name: string): void {
  if (!(file instanceof Blob)) throw new TypeError('a download is a file');
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), ADDRESS_LASTS_MS);
}
