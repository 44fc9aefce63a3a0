/** Why each cost grows as it does, by group and curve: found with a profile, or by an experiment. */
export const WHY: Readonly<Record<string, string>> = {
  'activities: start':
    'Each file is read, parsed and checked once, before the process listens: 0.1 to 0.3 ms of CPU time for a file of 2.8 KB. The rest is the program itself.',
  'activities: `static` of a random activity':
    'The address, the activity and its encoded answer are found in maps, so the work of a visit stays the same. In a profile of 10,000 activities only the garbage collector and the look-ups of address and activity take longer. Memory grows with the activities: each keeps its parsed file, and its encoded answer from its first visit on.',
  'rules: a draw that wins, of a user with 50 wins or more':
    'The prize of a ticket is found by halves, the names of the wins by an index, and the steps of a release are summed up once (`test/domain/draws/work-of-a-draw.test.ts` counts this).',
  'rules: `static` with a login, of the same user':
    'The answer holds all prizes, about 60 bytes each, which are encoded once a version of the file; a visit adds the user’s own part. More prizes are more bytes to send, as the last table shows.',
  'functions: the decision and the answer of a draw':
    'The ticket is compared with 4 of 10 prizes and with 17 of 100,000. The answer has the 50 latest wins, whatever the number of prizes.',
  'functions: the table of prizes, once a version':
    'Each prize is read once. More than 10,000 take longer a prize, and that is the garbage collector: of 1,000 prizes it took 0.2 µs a prize, and of 100,000 some 4 µs. A file has at most 1,000 prizes.',
  'functions: a decision on a prize with a release':
    'The steps are summed up once a version, and the last one that has come is found by halves.',
  'functions: the arguments of a commit':
    'The account has the number of wins of each prize as one text, which a commit sends as it was and, for each candidate, as it will be. It grows with the different prizes of one user, at most those of the file, and not with the file.',
  'users: a draw':
    'Draws of one user go one after the other, so each is a call of Redis of its own (6,259 calls for 6,258 draws in a run); those of 10,000 users go together (2,589 calls for 37,589). A process holds the accounts that it has seen last, at most 50,000 to 100,000 with one win each. A draw of a known user whom it does not hold takes a second call, as the table of counts above says.',
  'users: `static` with a login':
    'A process holds about 50,000 sessions, each for 30 s. For a user whom it does not hold, the session is read from Redis before the account, which is one command more: for 26 % of the look-ups of 10,000 users, 64 % of 100,000 and 98 % of 1,000,000 in a run. These shares end at 100 %.',
  'held: the accounts and sessions that a process holds':
    'Both caches have a limit, and forget the users who came longest ago.',
  'workers: `static`, no login, 2.7 KB':
    'Each worker does the same work, and what they share is the listening socket. The figures differ by less than their spread; the client needs the same two cores here.',
  'workers: a draw':
    'Draws that arrive in one turn of the event loop go to Redis together; two workers gather fewer each: in a run 21 draws a call with one worker, and 7 with two. So Redis and the service make more calls for the same draws.',
  'answers: `static`, no login':
    'The answer is encoded once and sent from there. What grows is the system’s `writev`, which copies it into the socket: in a profile, four fifths of what 1,000 KiB take more than 1 KiB.',
};
