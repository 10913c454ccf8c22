/** A decoded picture: 8 bits a channel, row-major, channels last. One channel is grey, three are red, green, blue. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly values: Uint8Array;
}

/** What a picture's header says before it is decoded. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
}

/** Thrown while a picture is decoded; `reason` says in a few words what is wrong with it. The caller knows the file and makes an issue of it. */
export class PictureError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'PictureError';
    this.reason = reason;
  }
}
