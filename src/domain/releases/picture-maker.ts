/** A picture that is fit to be shown to visitors. */
export interface MadePicture {
  readonly bytes: Uint8Array;
  /** Of its file, without the dot. */
  readonly ending: 'png' | 'jpg' | 'webp' | 'gif';
  readonly width: number;
  readonly height: number;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export type PictureMaking =
  | ({ readonly kind: 'made' } & MadePicture)
  | {
      readonly kind: 'refused';
      /**
       * `not_a_picture`: of no form that is taken, or broken. `too_many_pixels`: it would take too much memory. `too_large`:
       * it cannot be made small enough. `busy`: many others are being made.
       */
      readonly reason: 'not_a_picture' | 'too_many_pixels' | 'too_large' | 'busy';
    };

/** Makes pictures of what people upload. Nothing of an upload is kept but its pixels. */
export interface PictureMaker {
  /** At most `MOST_PICTURE_BYTES` long. Faults of the upload are results. */
  make(upload: Uint8Array): Promise<PictureMaking>;
  /** `null` where the file does not say it, as a drawing. */
  sizeOf(bytes: Uint8Array): Promise<PictureSize | null>;
}
