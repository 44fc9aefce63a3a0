import type { Language } from './language.ts';

interface FolderWords {
  looked(folder: string): string;
  empty(folder: string): string;
  unreadable(folder: string, reason: string): string;
}

/** Where the activities were looked for: a command may have been run in another folder than meant. */
export const folderMessages: Readonly<Record<Language, FolderWords>> = {
  en: {
    looked: (folder) => `looked in ${folder} (ACTIVITIES_DIR=… names another)`,
    empty: (folder) => `there are no activities in ${folder}; ACTIVITIES_DIR=… names another folder`,
    unreadable: (folder, reason) =>
      `the folder ${folder} cannot be read (${reason}); ACTIVITIES_DIR=… names another`,
  },
  zh: {
    looked: (folder) => `检查的文件夹：${folder}（可用 ACTIVITIES_DIR=… 另行指定）`,
    empty: (folder) => `${folder} 中没有活动；可用 ACTIVITIES_DIR=… 指定其他文件夹`,
    unreadable: (folder, reason) =>
      `无法读取文件夹 ${folder}（${reason}）；可用 ACTIVITIES_DIR=… 指定其他文件夹`,
  },
};
