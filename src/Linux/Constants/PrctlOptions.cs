namespace Helios.Linux;

/// <summary>Operations of prctl(2) and their arguments. The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class PrctlOptions
{
    public const long PR_SET_PDEATHSIG = 1;
    public const long PR_GET_DUMPABLE = 3;
    public const long PR_SET_DUMPABLE = 4;
    public const long PR_GET_KEEPCAPS = 7;
    public const long PR_SET_KEEPCAPS = 8;
    public const long PR_SET_NAME = 0xf;
    public const long PR_GET_SECCOMP = 0x15;
    public const long PR_SET_SECCOMP = 0x16;
    public const long PR_CAPBSET_READ = 0x17;
    public const long PR_CAPBSET_DROP = 0x18;
    public const long PR_GET_SECUREBITS = 0x1b;
    public const long PR_SET_SECUREBITS = 0x1c;
    public const long PR_SET_MM = 0x23;
    public const long PR_SET_CHILD_SUBREAPER = 0x24;
    public const long PR_GET_CHILD_SUBREAPER = 0x25;
    public const long PR_SET_NO_NEW_PRIVS = 0x26;
    public const long PR_GET_NO_NEW_PRIVS = 0x27;
    public const long PR_SET_THP_DISABLE = 0x29;
    public const long PR_CAP_AMBIENT = 0x2f;
    public const long PR_CAP_AMBIENT_IS_SET = 1;
    public const long PR_CAP_AMBIENT_RAISE = 2;
    public const long PR_CAP_AMBIENT_LOWER = 3;
    public const long PR_CAP_AMBIENT_CLEAR_ALL = 4;
    public const long SECBIT_NOROOT = 1;
    public const long SECBIT_NOROOT_LOCKED = 2;
    public const long SECBIT_NO_SETUID_FIXUP = 4;
    public const long SECBIT_NO_SETUID_FIXUP_LOCKED = 8;
    public const long SECBIT_KEEP_CAPS = 0x10;
    public const long SECBIT_KEEP_CAPS_LOCKED = 0x20;
    public const long SECBIT_NO_CAP_AMBIENT_RAISE = 0x40;
    public const long SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 0x80;
}
