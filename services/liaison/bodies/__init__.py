"""The registry of bodies outside (移送机构名录：仲裁、公证、法律援助、纪检监察等)."""
