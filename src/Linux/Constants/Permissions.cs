namespace Helios.Linux;

/// <summary>Permission bits as Unix writes them. C# has no octal literals, so each value that is used has its octal digits in its name.</summary>
#pragma warning disable CS1591 // The names say all.
public static class Permissions
{
    public const int Octal0022 = (2 << 3) | 2;
    public const int Octal0077 = (7 << 3) | 7;
    public const int Octal0555 = (5 << 6) | (5 << 3) | 5;
    public const int Octal0600 = 6 << 6;
    public const int Octal0644 = (6 << 6) | (4 << 3) | 4;
    public const int Octal0666 = (6 << 6) | (6 << 3) | 6;
    public const int Octal0700 = 7 << 6;
    public const int Octal0711 = (7 << 6) | (1 << 3) | 1;
    public const int Octal0755 = (7 << 6) | (5 << 3) | 5;
    public const int Octal0777 = (7 << 6) | (7 << 3) | 7;
    public const int Octal1777 = (1 << 9) | Octal0777;
}
