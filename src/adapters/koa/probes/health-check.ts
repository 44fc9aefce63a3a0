/** One thing whose failing this service survives, but not unharmed. */
export interface HealthCheck {
  readonly name: string;
  /** As it stands now, without asking anyone. Details are words and numbers that may be shown to operators. */
  status(): { readonly status: 'ok' | 'degraded' } & Readonly<Record<string, string | number>>;
}
