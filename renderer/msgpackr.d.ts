/** msgpackr without `new Function`, for the page's Content-Security-Policy; the package declares its main entry only. */
declare module 'msgpackr/index-no-eval' {
  export class Packr {
    constructor(options?: { readonly structuredClone?: boolean; readonly mapsAsObjects?: boolean; readonly useRecords?: boolean });
    pack(value: unknown): Uint8Array;
    unpack(bytes: Uint8Array): unknown;
  }
}
