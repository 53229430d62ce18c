namespace Helios.Linux;

/// <summary>Requests of ioctl(2) for terminals, interfaces and namespaces. The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class Ioctls
{
    public const long TIOCSCTTY = 0x540e;
    public const long TIOCNOTTY = 0x5422;
    public const long TIOCGPGRP = 0x540f;
    public const long TIOCSPGRP = 0x5410;
    public const long TIOCGSID = 0x5429;
    public const long TIOCGWINSZ = 0x5413;
    public const long TIOCSWINSZ = 0x5414;
    public const long TIOCGPTN = 0x80045430;
    public const long TIOCSPTLCK = 0x40045431;
    public const long TIOCGPTPEER = 0x5441;
    public const long FIONREAD = 0x541b;
    public const long SIOCGIFFLAGS = 0x8913;
    public const long SIOCSIFFLAGS = 0x8914;
    public const long NS_GET_USERNS = 0xb701;
    public const long NS_GET_PARENT = 0xb702;
    public const long NS_GET_NSTYPE = 0xb703;
    public const long NS_GET_OWNER_UID = 0xb704;
}
