namespace Helios.Shell;

/// <summary>The program <c>helios-shell</c>.</summary>
internal static class Program
{
    private static int Main(string[] args) => ShellMain.Run(args, []);
}
