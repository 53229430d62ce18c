using System.Runtime.InteropServices;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>A key in the session keyring of this process, which whatever it launches would inherit; gone with this object. See keyctl(2).</summary>
internal sealed partial class SessionKey : IDisposable
{
    private const nint AddKey = 248;
    private const nint KeyControl = 250;
    private const nint Session = -3;
    private const nint Unlink = 9;
    private readonly nint _serial;
    private readonly nint _keyring;

    private SessionKey(nint serial, nint keyring)
    {
        _serial = serial;
        _keyring = keyring;
    }

    internal static unsafe SessionKey Add(string name)
    {
        // Where there is no session keyring this is the one of the user, which stands in for it in every process; a new one would be this thread's alone.
        const nint getKeyringId = 0;
        nint keyring = Call(KeyControl, getKeyringId, Session, 0, 0, 0);
        nint serial;
        fixed (byte* type = "user"u8, described = System.Text.Encoding.UTF8.GetBytes(name + '\0'))
        {
            serial = Call(AddKey, (nint)type, (nint)described, (nint)type, 1, keyring);
        }

        Assert.SkipUnless(serial > 0, $"no key can be added here: errno {Marshal.GetLastPInvokeError()}");
        return new SessionKey(serial, keyring);
    }

    public void Dispose() => _ = Call(KeyControl, Unlink, _serial, _keyring, 0, 0);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth, nint fifth);
}
