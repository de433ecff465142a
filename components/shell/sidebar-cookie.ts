/** Cookie with the width of the sidebar: "collapsed" or "open". */
export const SIDEBAR_COOKIE = "waymark_sidebar";
