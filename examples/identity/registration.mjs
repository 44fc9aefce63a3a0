// What the provider, the company's site and the service have agreed on.

/** The client that signs visitors in: the company's own site. The audience of logout tokens. */
export const SHOP = 'shop';

/** The client by which the service asks whether a token is valid. */
export const INTROSPECTION = { id: 'cms-market', secret: 'only-for-examples' };

/** The resource that a token is for. With it a token is a JWT for this audience; without it, an opaque text. */
export const AUDIENCE = 'https://h5.example.com/cms-market';
