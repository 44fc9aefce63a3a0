/** The part of the browser's `BarcodeDetector` that is needed; TypeScript does not know it. */
export interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const detectorClass = () => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this browser can read QR codes by a camera: Chrome on Android and macOS can, others cannot. */
export async function canScan(): Promise<boolean> {
  if (!navigator.mediaDevices) return false;
  const formats = (await detectorClass()?.getSupportedFormats()) ?? [];
  return formats.includes('qr_code');
}

/** @throws TypeError where `canScan` is false */
export function qrDetector(): Detector {
  const Detectors = detectorClass();
  if (!Detectors) throw new TypeError('this browser reads no QR codes');
  return new Detectors({ formats: ['qr_code'] });
}
