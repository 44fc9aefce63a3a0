/** Where wins are reported to: an endpoint of `ENDPOINTS_FILE`. */
export interface WebhookEndpoint {
  readonly name: string;
  readonly url: string;
  /** `whsec_` and base64. While a secret is being changed there are two, and each request is signed with both. */
  readonly secrets: readonly string[];
}
