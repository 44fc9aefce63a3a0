import type { UploadedJson } from '../../../../src/adapters/koa/console/contract/drafts.ts';
import { ApiError } from '../../api/api-error.ts';
import { withQuery } from '../../api/client.ts';
import { csrfHeaders } from '../../api/signals.ts';

/* `fetch` says nothing of how much has been sent. */
/** Sends a picture, and says how much of it is there. @throws ApiError */
export function uploadPicture(
  id: string,
  name: string,
  file: Blob,
  onShare: (share: number) => void,
): Promise<UploadedJson> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', withQuery(`/api/activities/${id}/pictures`, { name }));
    for (const [header, value] of Object.entries(csrfHeaders())) request.setRequestHeader(header, value);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiError(0, 'unreachable'));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 200 && answer) resolve(answer as UploadedJson);
      else reject(errorOf(request.status, answer));
    };
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(status: number, answer: unknown): ApiError {
  const { error } = (answer ?? {}) as { error?: { code: string; detail?: unknown; field?: string } };
  return new ApiError(status, error?.code ?? 'broken_answer', { detail: error?.detail, field: error?.field });
}
